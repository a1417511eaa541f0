"""adjustments"""

from alembic import op
import sqlalchemy as sa

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table('adjustments',
    sa.Column('id', ID, nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('quiz_id', ID, nullable=False),
    sa.Column('member_id', ID, nullable=False),
    sa.Column('score', ID, nullable=False),
    sa.Column('points', ID, nullable=False),
    sa.Column('reason', sa.String(length=80), nullable=False),
    sa.Column('made_by', ID, nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_back_by', ID, nullable=True),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_adjustments_member_id')),
    sa.ForeignKeyConstraint(['quiz_id'], ['quizzes.id'], name=op.f('fk_adjustments_quiz_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adjustments')),
    sa.UniqueConstraint('public_id', name=op.f('uq_adjustments_public_id'))
    )
    op.create_index(op.f('ix_adjustments_member_id'), 'adjustments', ['member_id'], unique=False)
    op.create_index('ix_adjustments_quiz', 'adjustments', ['quiz_id', 'member_id'], unique=False)


def downgrade():
    op.drop_index('ix_adjustments_quiz', 'adjustments')
    op.drop_index(op.f('ix_adjustments_member_id'), 'adjustments')
    op.drop_table('adjustments')
