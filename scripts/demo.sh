#!/bin/sh
# Reads samples/ into a ledger and shows what it says, by the commands that anybody would type.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
export DATELINE_LEDGER="${DATELINE_LEDGER:-demo/demo.ledger}"
mkdir -p "$(dirname "$DATELINE_LEDGER")"

show() {
    printf '\n# %s\n$ dateline %s\n' "$1" "$2"
    # shellcheck disable=SC2086 # the words of a command
    dateline $2
}

show 'Sixteen reports from ten wars, eleven of them invented (docs/samples.md), become a ledger of claims.' 'run samples --quiet'
dateline status | sed -n -e '/^documents /p' -e '/^claims /p'

show 'What is claimed and denied? A toll, a side or a town is never taken on one word.' 'events --status contested'
show 'Who held Singa, in Sudan, from when to when?' 'control --place Singa'
show 'What could be known on the evening before it changed hands again?' 'control --place Singa --known-by 2025-02-13'
show 'How many were killed, and who says so? Contradicting counts stand side by side.' 'figures --type killed --from 2024'
show 'Which named leaders are said to be dead or alive?' 'persons'

first=$(dateline events --status contested --place Singa | awk 'NR == 2 { print $NF }')
if [ -n "$first" ]; then show 'Why is Singa contested? The words of each side, marked >>>so<<<, and the rule.' "explain $first"; fi

cat <<END

Try next:
  . .venv/bin/activate && export DATELINE_LEDGER=$DATELINE_LEDGER
  dateline desk                             work through the claims in the browser, with the map beside them
  dateline events                           everything that happened, by day
  dateline events --place Ukraine           in one country
  dateline events --place Singa --within 80 around a town, in km
  dateline explain ID                       the sentences behind any id of a table
  dateline claims --source "Sudan War Monitor" --format jsonl
  dateline run YOUR_FOLDER --ledger war.ledger
The tutorial takes ten minutes: docs/tutorial.md
END
