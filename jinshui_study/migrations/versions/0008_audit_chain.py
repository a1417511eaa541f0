"""audit chain"""

from alembic import op
import sqlalchemy as sa

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

TABLES = ('audit_entries', 'audit_seals')
REFUSED = 'audit lines are never changed or deleted'

# A migration that makes one of these tables anew on SQLite (batch_alter_table) must make its triggers anew too.
SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{refused}'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{refused}'); END",
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
    " WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) BEGIN SELECT RAISE(ABORT, '{refused}'); END",
)
POSTGRESQL = (
    'CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}'
    ' FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()',
    'CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}'
    ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()',
)
FUNCTION = f'''
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$
'''


def is_sqlite():
    return op.get_bind().dialect.name == 'sqlite'


def upgrade():
    op.create_table('audit_seals',
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['audit_entries.id'], name=op.f('fk_audit_seals_entry_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_audit_seals')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_audit_seals_entry_id'))
    )
    if not is_sqlite():
        op.execute(FUNCTION)
    for table, key in (('audit_entries', 'id'), ('audit_seals', 'number')):
        for statement in SQLITE if is_sqlite() else POSTGRESQL:
            op.execute(statement.format(table=table, key=key, refused=REFUSED))


def downgrade():
    if is_sqlite():
        for name in ('no_update', 'no_delete', 'no_replace'):
            for table in TABLES:
                op.execute(f'DROP TRIGGER {table}_{name}')
    else:
        for table in TABLES:
            op.execute(f'DROP TRIGGER {table}_append_only ON {table}')
            op.execute(f'DROP TRIGGER {table}_no_truncate ON {table}')
        op.execute('DROP FUNCTION refuse_audit_change()')
    op.drop_table('audit_seals')
