"""wechat"""

from alembic import op
import sqlalchemy as sa

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('binding_requests',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('subject_hash', sa.String(length=64), nullable=False),
    sa.Column('subject_sealed', sa.Text(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('phone_sealed', sa.Text(), nullable=True),
    sa.Column('cause', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("cause IN ('name_differs', 'already_bound', 'several_matches', 'phone_unknown')", name=op.f('ck_binding_requests_cause')),
    sa.CheckConstraint("state IN ('waiting', 'approved', 'refused', 'withdrawn')", name=op.f('ck_binding_requests_state')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_binding_requests_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_binding_requests')),
    sa.UniqueConstraint('public_id', name=op.f('uq_binding_requests_public_id'))
    )
    with op.batch_alter_table('binding_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_binding_requests_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_binding_requests_member_id'), ['member_id'], unique=False)
        batch_op.create_index('ix_binding_requests_subject', ['kind', 'subject_hash'], unique=False)
        batch_op.create_index('uq_binding_requests_waiting', ['kind', 'subject_hash'], unique=True, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('invitations',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('selector', sa.String(length=4), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('tries', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_invitations_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitations_public_id')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_invitations_secret_hash'))
    )
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitations_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitations_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitations_selector'), ['selector'], unique=False)

    op.create_table('scenes',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('purpose', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('browser_hash', sa.String(length=64), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('organization_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'confirmed', 'refused', 'used')", name=op.f('ck_scenes_state')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_scenes_member_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_scenes_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scenes'))
    )
    with op.batch_alter_table('scenes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scenes_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_scenes_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scenes_organization_id'), ['organization_id'], unique=False)

    op.create_table('binding_candidates',
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_binding_candidates_member_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['request_id'], ['binding_requests.id'], name=op.f('fk_binding_candidates_request_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('request_id', 'member_id', name=op.f('pk_binding_candidates'))
    )
    with op.batch_alter_table('binding_candidates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_binding_candidates_member_id'), ['member_id'], unique=False)

    with op.batch_alter_table('identities', schema=None) as batch_op:
        batch_op.add_column(sa.Column('public_id', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('created_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_identities_public_id'), ['public_id'])

    with op.batch_alter_table('access_tokens', schema=None) as batch_op:
        batch_op.add_column(sa.Column('identity_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index(batch_op.f('ix_access_tokens_identity_id'), ['identity_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_access_tokens_identity_id'), 'identities', ['identity_id'], ['id'], ondelete='CASCADE')

    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_members_name'), ['name'], unique=False)


def downgrade():
    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_members_name'))

    with op.batch_alter_table('access_tokens', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_access_tokens_identity_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_access_tokens_identity_id'))
        batch_op.drop_column('identity_id')

    with op.batch_alter_table('identities', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_identities_public_id'), type_='unique')
        batch_op.drop_column('created_at')
        batch_op.drop_column('public_id')

    with op.batch_alter_table('binding_candidates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_binding_candidates_member_id'))

    op.drop_table('binding_candidates')
    with op.batch_alter_table('scenes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scenes_organization_id'))
        batch_op.drop_index(batch_op.f('ix_scenes_member_id'))
        batch_op.drop_index(batch_op.f('ix_scenes_expires_at'))

    op.drop_table('scenes')
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitations_selector'))
        batch_op.drop_index(batch_op.f('ix_invitations_member_id'))
        batch_op.drop_index(batch_op.f('ix_invitations_expires_at'))

    op.drop_table('invitations')
    with op.batch_alter_table('binding_requests', schema=None) as batch_op:
        batch_op.drop_index('uq_binding_requests_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_binding_requests_subject')
        batch_op.drop_index(batch_op.f('ix_binding_requests_member_id'))
        batch_op.drop_index(batch_op.f('ix_binding_requests_created_at'))

    op.drop_table('binding_requests')
