"""personal data"""

from alembic import op
import sqlalchemy as sa

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    # Not in a batch: SQLite would make the table anew, and deleting the old one would delete what hangs on it.
    op.add_column('members', sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_audit_entries_member_id', 'audit_entries', ['member_id'], unique=False)
    op.create_index('ix_audit_entries_subject', 'audit_entries', ['subject'], unique=False)


def downgrade():
    op.drop_index('ix_audit_entries_subject', 'audit_entries')
    op.drop_index('ix_audit_entries_member_id', 'audit_entries')
    op.drop_column('members', 'erased_at')
