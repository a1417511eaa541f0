"""rulings"""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('notices',
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('text', sa.String(length=1000), nullable=False),
    sa.Column('link', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_notices_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', 'id', name=op.f('pk_notices'))
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index('ix_notices_newest', ['member_id', 'created_at', 'id'], unique=False)
        batch_op.create_index('ix_notices_unread', ['member_id'], unique=False, sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))

    op.create_table('outbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('template', sa.String(length=40), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('tries', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('queued', 'sent', 'failed')", name=op.f('ck_outbox_state')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_outbox_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_due', ['channel', 'next_at'], unique=False, sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.create_index(batch_op.f('ix_outbox_member_id'), ['member_id'], unique=False)

    op.create_table('rulings',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('verdict', sa.String(length=8), nullable=False),
    sa.Column('content', sa.JSON(), nullable=True),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('reply', sa.String(length=500), nullable=False),
    sa.Column('revisions', sa.JSON(), nullable=False),
    sa.Column('new_revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('queued', sa.Boolean(), nullable=False),
    sa.Column('barred', sa.Boolean(), nullable=False),
    sa.Column('proposed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('proposed', 'withdrawn', 'decided', 'settled')", name=op.f('ck_rulings_state')),
    sa.CheckConstraint("verdict IN ('keep', 'correct', 'void')", name=op.f('ck_rulings_verdict')),
    sa.ForeignKeyConstraint(['new_revision_id'], ['revisions.id'], name=op.f('fk_rulings_new_revision_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_rulings_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rulings')),
    sa.UniqueConstraint('number', name=op.f('uq_rulings_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_rulings_public_id'))
    )
    with op.batch_alter_table('rulings', schema=None) as batch_op:
        batch_op.create_index('ix_rulings_one_proposed', ['revision_id'], unique=True, sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
        batch_op.create_index(batch_op.f('ix_rulings_revision_id'), ['revision_id'], unique=False)
        batch_op.create_index('ix_rulings_running', ['state'], unique=False, sqlite_where=sa.text("state IN ('proposed', 'decided')"), postgresql_where=sa.text("state IN ('proposed', 'decided')"))

    op.create_table('disputes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('attempt_id', sa.String(length=16), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ruling_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("reason IN ('wrong_key', 'wrong_fact', 'ambiguous', 'typo', 'other')", name=op.f('ck_disputes_reason')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_disputes_member_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_disputes_revision_id')),
    sa.ForeignKeyConstraint(['ruling_id'], ['rulings.id'], name=op.f('fk_disputes_ruling_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disputes')),
    sa.UniqueConstraint('member_id', 'revision_id', name=op.f('uq_disputes_member_id_revision_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_disputes_public_id'))
    )
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.create_index('ix_disputes_revision', ['revision_id', 'ruling_id'], unique=False)

    op.create_table('question_flags',
    sa.Column('revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('flagged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ruling_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_question_flags_revision_id')),
    sa.ForeignKeyConstraint(['ruling_id'], ['rulings.id'], name=op.f('fk_question_flags_ruling_id')),
    sa.PrimaryKeyConstraint('revision_id', 'reason', name=op.f('pk_question_flags'))
    )
    op.create_table('regrades',
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ruling_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('attempt_id', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('score_before', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('score_after', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('points_before', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('points_after', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'planned', 'done')", name=op.f('ck_regrades_state')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_regrades_member_id')),
    sa.ForeignKeyConstraint(['ruling_id'], ['rulings.id'], name=op.f('fk_regrades_ruling_id')),
    sa.PrimaryKeyConstraint('member_id', 'ruling_id', 'attempt_id', name=op.f('pk_regrades'))
    )
    with op.batch_alter_table('regrades', schema=None) as batch_op:
        batch_op.create_index('ix_regrades_ruling', ['ruling_id', 'state', 'member_id', 'attempt_id'], unique=False)

    with op.batch_alter_table('attempts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))



def downgrade():
    with op.batch_alter_table('attempts', schema=None) as batch_op:
        batch_op.drop_column('closed_at')

    with op.batch_alter_table('regrades', schema=None) as batch_op:
        batch_op.drop_index('ix_regrades_ruling')

    op.drop_table('regrades')
    op.drop_table('question_flags')
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.drop_index('ix_disputes_revision')

    op.drop_table('disputes')
    with op.batch_alter_table('rulings', schema=None) as batch_op:
        batch_op.drop_index('ix_rulings_running', sqlite_where=sa.text("state IN ('proposed', 'decided')"), postgresql_where=sa.text("state IN ('proposed', 'decided')"))
        batch_op.drop_index(batch_op.f('ix_rulings_revision_id'))
        batch_op.drop_index('ix_rulings_one_proposed', sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))

    op.drop_table('rulings')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_member_id'))
        batch_op.drop_index('ix_outbox_due', sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))

    op.drop_table('outbox')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index('ix_notices_unread', sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
        batch_op.drop_index('ix_notices_newest')

    op.drop_table('notices')
