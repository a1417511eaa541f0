"""Imports and their rows; who reviewed a question, and whether it has ever been ready"""

from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('imports',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('organization_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bank_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bank_code', sa.String(length=40), nullable=False),
    sa.Column('bank_title', sa.String(length=80), nullable=False),
    sa.Column('bank_purpose', sa.String(length=8), nullable=False),
    sa.Column('file', sa.String(length=200), nullable=False),
    sa.Column('layout', sa.String(length=40), nullable=False),
    sa.Column('encoding', sa.String(length=40), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('summary', sa.JSON(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('staged', 'imported', 'undone', 'discarded')", name=op.f('ck_imports_state')),
    sa.ForeignKeyConstraint(['bank_id'], ['banks.id'], name=op.f('fk_imports_bank_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_imports_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imports')),
    sa.UniqueConstraint('public_id', name=op.f('uq_imports_public_id'))
    )
    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.create_index('ix_imports_bank', ['bank_id', 'sha256'], unique=False)
        batch_op.create_index('ix_imports_organization', ['organization_id', 'created_at'], unique=False)

    op.create_table('import_rows',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('import_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('warned', sa.Boolean(), nullable=False),
    sa.Column('mended', sa.Boolean(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=True),
    sa.Column('fingerprint', sa.String(length=64), nullable=True),
    sa.Column('stem_key', sa.String(length=64), nullable=True),
    sa.Column('question_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.CheckConstraint("state IN ('good', 'bad', 'duplicate', 'dropped', 'imported')", name=op.f('ck_import_rows_state')),
    sa.ForeignKeyConstraint(['import_id'], ['imports.id'], name=op.f('fk_import_rows_import_id')),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_import_rows_question_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_import_rows_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_rows')),
    sa.UniqueConstraint('import_id', 'number', name=op.f('uq_import_rows_import_id_number'))
    )
    with op.batch_alter_table('import_rows', schema=None) as batch_op:
        batch_op.create_index('ix_import_rows_code', ['import_id', 'code'], unique=False)
        batch_op.create_index('ix_import_rows_fingerprint', ['import_id', 'fingerprint'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_rows_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_rows_revision_id'), ['revision_id'], unique=False)
        batch_op.create_index('ix_import_rows_state', ['import_id', 'state'], unique=False)
        batch_op.create_index('ix_import_rows_stem', ['import_id', 'stem_key'], unique=False)

    with op.batch_alter_table('questions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('import_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('first_ready_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reviewed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('review_reason', sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f('ix_questions_import_id'), ['import_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_questions_import_id'), 'imports', ['import_id'], ['id'])

    op.execute("UPDATE questions SET first_ready_at = created_at WHERE state IN ('ready', 'retired')")


def downgrade():
    with op.batch_alter_table('questions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_questions_import_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_questions_import_id'))
        batch_op.drop_column('review_reason')
        batch_op.drop_column('reviewed_by')
        batch_op.drop_column('reviewed_at')
        batch_op.drop_column('first_ready_at')
        batch_op.drop_column('import_id')

    with op.batch_alter_table('import_rows', schema=None) as batch_op:
        batch_op.drop_index('ix_import_rows_stem')
        batch_op.drop_index('ix_import_rows_state')
        batch_op.drop_index(batch_op.f('ix_import_rows_revision_id'))
        batch_op.drop_index(batch_op.f('ix_import_rows_question_id'))
        batch_op.drop_index('ix_import_rows_fingerprint')
        batch_op.drop_index('ix_import_rows_code')

    op.drop_table('import_rows')
    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.drop_index('ix_imports_organization')
        batch_op.drop_index('ix_imports_bank')

    op.drop_table('imports')
