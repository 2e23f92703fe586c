"""${message}

Revision: ${up_revision}, after ${down_revision | comma,n}.

Before you save this file:
- name it with today's date first; one thought a revision, data fixes beside schema changes;
- on SQLite a changed table is copied: foreign keys are off meanwhile, and triggers of the copied
  table are lost: call `esat.migrations.triggers.install(op)` again when it was `event` or `seal`;
- a column that must not be null needs a server default for the rows that are there;
- never touch rows of `event`.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
