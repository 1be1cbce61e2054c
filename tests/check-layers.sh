#!/bin/sh
# Holds the layers: which folders of src a folder may include, and which libraries it may know.
#
# The build already refuses libraries that a layer does not link; this sees what the compiler cannot: sideways
# includes, and headers of libraries that happen to be on everyone's include path.
set -u
cd "${HANDSHAKE_SOURCE:?}/src" || exit 1

may_include ()
{
  case $1 in
    base) echo base ;;
    wire) echo base wire ;;
    tcp) echo base wire tcp ;;
    trace) echo base wire tcp trace ;;
    sim) echo base wire tcp trace sim ;;
    io) echo base wire tcp trace sim io ;;
    diagram) echo base wire tcp trace diagram ;;
    explain) echo base wire tcp trace explain ;;
    cli) echo base wire tcp trace sim io diagram explain cli ;;
    app) echo base wire tcp trace sim io diagram explain cli app ;;
  esac
}

# Headers in <…> that a layer must not have, as an extended regular expression.
may_not_know ()
{
  case $1 in
    base | wire | tcp | trace | sim)
      echo '^(glib|gio|gtk|gdk|adwaita|cairo|pango|pcap|json-glib|libintl|locale|time|sys/time|unistd|fcntl|sys/socket)' ;;
    io) echo '^(gtk|gdk|adwaita|cairo|pango|json-glib)' ;;
    diagram) echo '^(gio|gtk|gdk|adwaita|pcap|json-glib|libintl|time|sys/time)' ;;
    explain) echo '^(gtk|gdk|adwaita|cairo|pango|pcap|json-glib|time|sys/time)' ;;
    cli) echo '^(gtk|gdk|adwaita|pcap)' ;;
    app) echo '^(pcap|json-glib)' ;;
  esac
}

# Prints "FILE:HEADER" for each include of a layer that it may not have. Generated headers stand in no folder.
bad_includes ()
{
  find "$1" -name '*.[ch]' -o -name '*.def' | sort | xargs awk -v allowed=" $(may_include "$1") " -v unknown="$(may_not_know "$1")" '
    match ($0, /^ *# *include *"[^"]*"/) {
      header = $0
      sub (/^[^"]*"/, "", header)
      sub (/".*/, "", header)
      if (index (header, "/") && !index (allowed, " " substr (header, 1, index (header, "/") - 1) " "))
        print FILENAME ":" header
    }
    match ($0, /^ *# *include *<[^>]*>/) {
      header = $0
      sub (/^[^<]*</, "", header)
      sub (/>.*/, "", header)
      if (header ~ unknown)
        print FILENAME ":<" header ">"
    }'
}

number=0
failed=0
for layer in base wire tcp trace sim io diagram explain cli app; do
  number=$((number + 1))
  bad=$(bad_includes $layer)
  if [ -z "$bad" ]; then
    echo "ok $number - $layer includes only what it may"
  else
    echo "not ok $number - $layer:" $bad
    failed=1
  fi
done
echo "1..$number"
exit $failed
