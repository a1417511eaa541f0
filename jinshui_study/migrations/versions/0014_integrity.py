"""integrity"""

from alembic import op
import sqlalchemy as sa

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
DATA = sa.JSON()


def upgrade():
    op.add_column('attempts', sa.Column('voided', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table('findings',
    sa.Column('id', ID, nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('quiz_id', ID, nullable=False),
    sa.Column('member_id', ID, nullable=False),
    sa.Column('attempt_id', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('together', sa.String(length=40), nullable=False),
    sa.Column('details', DATA, nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('decided_by', ID, nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('appeal', sa.String(length=500), nullable=False),
    sa.Column('appealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reply', sa.String(length=200), nullable=False),
    sa.Column('settled_by', ID, nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('fast', 'twins', 'burst')", name=op.f('ck_findings_kind')),
    sa.CheckConstraint("state IN ('open', 'dismissed', 'voided', 'appealed', 'kept', 'restored')", name=op.f('ck_findings_state')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_findings_member_id')),
    sa.ForeignKeyConstraint(['quiz_id'], ['quizzes.id'], name=op.f('fk_findings_quiz_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_findings')),
    sa.UniqueConstraint('member_id', 'attempt_id', 'kind', 'together', name=op.f('uq_findings_member_id_attempt_id_kind_together')),
    sa.UniqueConstraint('public_id', name=op.f('uq_findings_public_id'))
    )
    op.create_index('ix_findings_quiz', 'findings', ['quiz_id', 'state'], unique=False)
    op.create_table('inspections',
    sa.Column('quiz_id', ID, nullable=False),
    sa.Column('reached', sa.DateTime(timezone=True), nullable=True),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['quiz_id'], ['quizzes.id'], name=op.f('fk_inspections_quiz_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('quiz_id', name=op.f('pk_inspections'))
    )


def downgrade():
    op.drop_table('inspections')
    op.drop_index('ix_findings_quiz', 'findings')
    op.drop_table('findings')
    with op.batch_alter_table('attempts') as batch:
        batch.drop_column('voided')
