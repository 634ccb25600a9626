#!/bin/sh
# Reads samples/ into a ledger and shows what it says, by the commands that anybody would type.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
export DATELINE_LEDGER="${DATELINE_LEDGER:-demo/demo.ledger}"
mkdir -p "$(dirname "$DATELINE_LEDGER")"

show() {
    printf '\n%s\n$ dateline %s\n' "$1" "$2"
    # shellcheck disable=SC2086 # the words of a command
    dateline $2
}

printf '$ export DATELINE_LEDGER=%s\n' "$DATELINE_LEDGER"
show 'Sixteen reports from nine wars, read into a ledger:' 'run samples'
show 'What happened:' 'events --from 2015-01-01'
show 'Who holds what:' 'control'
show 'How many were harmed or driven out:' 'figures'
show 'Who is said to be dead or alive:' 'persons'
show 'What is contested:' 'events --status contested'

first=$(dateline events --status contested --format jsonl | head -n 1 | sed 's/.*"id": *"\(ev_[^"]*\)".*/\1/')
if [ -n "$first" ]; then show 'Why:' "explain $first"; fi

cat <<EOF

Try next (the ledger is $DATELINE_LEDGER):
  .venv/bin/dateline control --place Singa               who held the town, from when to when
  .venv/bin/dateline control --place Singa --known-by 2025-02-13   what was known on the evening before it changed hands again
  .venv/bin/dateline claims --source "Sudan War Monitor" --format jsonl
  .venv/bin/dateline explain ID                          the sentences behind any id above
  .venv/bin/dateline run YOUR_FOLDER --ledger war.ledger your own texts (.txt, .jsonl, .csv)
EOF
