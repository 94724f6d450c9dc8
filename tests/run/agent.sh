#!/bin/sh
# An agent that is quick to start: leaves something unwanted for a moment, then writes what the task names.
prompt=$(cat)
echo junk > "junk-$INTENTK_TASK"
echo half > half.txt
[ -n "$AGENT_LOG" ] && echo "$INTENTK_TASK $INTENTK_ATTEMPT" >> "$AGENT_LOG"
path=$(printf '%s\n' "$prompt" | sed -n 's/^Files it writes: //p' | head -n 1)
mkdir -p "$(dirname "$path")"
printf 'half of %s' "$path" > "$path"
[ -n "$AGENT_SLEEP" ] && sleep "$AGENT_SLEEP"
printf 'made for %s\n' "$INTENTK_TASK" > "$path"
rm -f "junk-$INTENTK_TASK" half.txt
