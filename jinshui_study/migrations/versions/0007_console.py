"""large files that wait for their dry run; messages with a cause are queued once"""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
UNDER_WAY = sa.text("state IN ('waiting', 'running')")


def upgrade():
    op.create_table('import_uploads',
    sa.Column('id', BIG, nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('organization_id', BIG, nullable=False),
    sa.Column('bank_id', BIG, nullable=True),
    sa.Column('bank_title', sa.String(length=80), nullable=False),
    sa.Column('bank_purpose', sa.String(length=8), nullable=False),
    sa.Column('file', sa.String(length=200), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=True),
    sa.Column('key_file', sa.String(length=200), nullable=True),
    sa.Column('key_data', sa.LargeBinary(), nullable=True),
    sa.Column('topic', sa.String(length=60), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=7), nullable=False),
    sa.Column('phase', sa.String(length=20), nullable=False),
    sa.Column('percent', sa.SmallInteger(), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('tries', sa.SmallInteger(), nullable=False),
    sa.Column('holder', sa.String(length=40), nullable=True),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by', BIG, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('import_id', BIG, nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f('ck_import_uploads_state')),
    sa.ForeignKeyConstraint(['bank_id'], ['banks.id'], name=op.f('fk_import_uploads_bank_id')),
    sa.ForeignKeyConstraint(['import_id'], ['imports.id'], name=op.f('fk_import_uploads_import_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_import_uploads_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_uploads')),
    sa.UniqueConstraint('public_id', name=op.f('uq_import_uploads_public_id'))
    )
    with op.batch_alter_table('import_uploads', schema=None) as batch_op:
        batch_op.create_index('ix_import_uploads_one_each', ['created_by'], unique=True, sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY)


    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('key', sa.String(length=40), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_outbox_channel_member_id_key'), ['channel', 'member_id', 'key'])


def downgrade():
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_outbox_channel_member_id_key'), type_='unique')
        batch_op.drop_column('key')
    op.drop_table('import_uploads')
