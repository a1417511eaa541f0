"""quiz seeds"""

from alembic import op
import sqlalchemy as sa

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('quizzes', sa.Column('seed', sa.String(length=64), nullable=True))


def downgrade():
    with op.batch_alter_table('quizzes') as batch:
        batch.drop_column('seed')
