#!/bin/sh
# Stands in for java in the scripts that jvmtap runs: adds the agent, and gives the program the environment that it
# would have had without us. After the run, or in another one, it is java and nothing else.
bin=@BIN@ home=@HOME@ real_home=@REAL_HOME@ agent=@AGENT@

case $PATH in
  "$bin:"*) PATH=${PATH#"$bin:"} ;;
  *":$bin:"*) PATH=${PATH%%":$bin:"*}:${PATH#*":$bin:"} ;;
  *":$bin") PATH=${PATH%":$bin"} ;;
esac
if [ -n "$home" ] && [ "${JAVA_HOME-}" = "$home" ]; then
  JAVA_HOME=$real_home
fi
session=${JVMTAP_SESSION-}
unset JVMTAP_SESSION
ours="-javaagent:$agent=$session"
case ${JAVA_TOOL_OPTIONS-} in
  "$ours") unset JAVA_TOOL_OPTIONS ;;
  "$ours "*) JAVA_TOOL_OPTIONS=${JAVA_TOOL_OPTIONS#"$ours "} ;;
esac

case $0 in
  "$home"/*) java=$real_home/bin/java ;;
  *) java=$(command -v java) || { echo "$0: java: not found" >&2; exit 127; } ;;
esac
if [ -r "$session" ] && [ -r "$agent" ]; then
  exec "$java" "$ours" "$@"
fi
exec "$java" "$@"
