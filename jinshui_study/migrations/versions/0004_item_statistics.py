"""item statistics"""

from alembic import op
import sqlalchemy as sa

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

UNCOUNTED = sa.text("state = 'finished' AND counted_version <> marks_version")


def upgrade():
    op.create_table('quiz_statistics',
    sa.Column('quiz_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('attempts', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('totals', sa.JSON(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['quiz_id'], ['quizzes.id'], name=op.f('fk_quiz_statistics_quiz_id')),
    sa.PrimaryKeyConstraint('quiz_id', name=op.f('pk_quiz_statistics'))
    )
    op.create_table('item_flags',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('open', 'dismissed', 'passed')", name=op.f('ck_item_flags_state')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_item_flags_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_flags')),
    sa.UniqueConstraint('revision_id', 'reason', name=op.f('uq_item_flags_revision_id_reason'))
    )
    with op.batch_alter_table('item_flags', schema=None) as batch_op:
        batch_op.create_index('ix_item_flags_state', ['state', 'reason'], unique=False)

    op.create_table('item_statistics',
    sa.Column('revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('answered', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('marks', sa.JSON(), nullable=False),
    sa.Column('rests', sa.JSON(), nullable=False),
    sa.Column('products', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lone_marks', sa.JSON(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('seconds', sa.JSON(), nullable=False),
    sa.Column('asked', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('facility', sa.Double(), nullable=True),
    sa.Column('discrimination', sa.Double(), nullable=True),
    sa.Column('efficiency', sa.Double(), nullable=True),
    sa.Column('median_seconds', sa.Double(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_item_statistics_revision_id')),
    sa.PrimaryKeyConstraint('revision_id', name=op.f('pk_item_statistics'))
    )
    op.create_table('quiz_item_statistics',
    sa.Column('quiz_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('marks', sa.JSON(), nullable=False),
    sa.Column('rests', sa.JSON(), nullable=False),
    sa.Column('products', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['quiz_id'], ['quizzes.id'], name=op.f('fk_quiz_item_statistics_quiz_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_quiz_item_statistics_revision_id')),
    sa.PrimaryKeyConstraint('quiz_id', 'revision_id', name=op.f('pk_quiz_item_statistics'))
    )
    with op.batch_alter_table('quiz_item_statistics', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quiz_item_statistics_revision_id'), ['revision_id'], unique=False)

    op.create_table('counting_rounds',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_counting_rounds'))
    )
    # The versions differ in every attempt there is: what was answered before is counted too.
    op.add_column('attempts', sa.Column('marks_version', sa.SmallInteger(), server_default='1', nullable=False))
    op.add_column('attempts', sa.Column('counted_version', sa.SmallInteger(), server_default='0', nullable=False))
    op.add_column('attempts', sa.Column('counted', sa.JSON(), nullable=True))
    op.create_index('ix_attempts_uncounted', 'attempts', ['finished_at'], unique=False, sqlite_where=UNCOUNTED, postgresql_where=UNCOUNTED)


def downgrade():
    op.drop_index('ix_attempts_uncounted', 'attempts', sqlite_where=UNCOUNTED, postgresql_where=UNCOUNTED)
    op.drop_column('attempts', 'counted')
    op.drop_column('attempts', 'counted_version')
    op.drop_column('attempts', 'marks_version')
    op.drop_table('counting_rounds')
    with op.batch_alter_table('quiz_item_statistics', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quiz_item_statistics_revision_id'))

    op.drop_table('quiz_item_statistics')
    op.drop_table('item_statistics')
    with op.batch_alter_table('item_flags', schema=None) as batch_op:
        batch_op.drop_index('ix_item_flags_state')

    op.drop_table('item_flags')
    op.drop_table('quiz_statistics')
