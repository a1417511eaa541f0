"""answer tallies"""

from alembic import op
import sqlalchemy as sa

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('answer_tallies',
    sa.Column('street_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('wrong', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('answers', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('members', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_answer_tallies_revision_id')),
    sa.ForeignKeyConstraint(['street_id'], ['organizations.id'], name=op.f('fk_answer_tallies_street_id')),
    sa.PrimaryKeyConstraint('street_id', 'month', 'revision_id', name=op.f('pk_answer_tallies'))
    )
    op.create_table('tallied_months',
    sa.Column('street_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['street_id'], ['organizations.id'], name=op.f('fk_tallied_months_street_id')),
    sa.PrimaryKeyConstraint('street_id', 'month', name=op.f('pk_tallied_months'))
    )


def downgrade():
    op.drop_table('tallied_months')
    op.drop_table('answer_tallies')
