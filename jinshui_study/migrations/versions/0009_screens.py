"""screens"""

from alembic import op
import sqlalchemy as sa

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('screen_links',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('quiz_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['quiz_id'], ['quizzes.id'], name=op.f('fk_screen_links_quiz_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screen_links')),
    sa.UniqueConstraint('public_id', name=op.f('uq_screen_links_public_id'))
    )
    op.create_index(op.f('ix_screen_links_quiz_id'), 'screen_links', ['quiz_id'], unique=False)
    op.drop_index('ix_attempts_quiz', 'attempts')
    op.create_index('ix_attempts_quiz', 'attempts', ['quiz_id', 'state', 'finished_at'], unique=False)


def downgrade():
    op.drop_index('ix_attempts_quiz', 'attempts')
    op.create_index('ix_attempts_quiz', 'attempts', ['quiz_id', 'state'], unique=False)
    op.drop_index(op.f('ix_screen_links_quiz_id'), 'screen_links')
    op.drop_table('screen_links')
