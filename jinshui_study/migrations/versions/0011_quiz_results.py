"""quiz results"""

from alembic import op
import sqlalchemy as sa

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table('quiz_results',
    sa.Column('quiz_id', ID, nullable=False),
    sa.Column('number', ID, autoincrement=False, nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('public_key', sa.String(length=64), nullable=False),
    sa.Column('signature', sa.String(length=120), nullable=False),
    sa.Column('published_by', ID, nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['quiz_id'], ['quizzes.id'], name=op.f('fk_quiz_results_quiz_id')),
    sa.PrimaryKeyConstraint('quiz_id', 'number', name=op.f('pk_quiz_results'))
    )


def downgrade():
    op.drop_table('quiz_results')
