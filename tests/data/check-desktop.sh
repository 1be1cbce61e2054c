#!/bin/sh
# check-desktop.sh DESKTOP-FILE MIME-FILE: what a file manager is told is valid, and opens our files with us. In TAP;
# what needs a tool that is not installed is skipped.
set -u
desktop=$1
mime=$2
status=0

result () # NUMBER STATUS WHAT
{
  if [ "$2" -eq 0 ]; then echo "ok $1 - $3"; else echo "not ok $1 - $3"; status=1; fi
}

echo 1..3
if command -v desktop-file-validate >/dev/null; then
  desktop-file-validate "$desktop" >&2
  result 1 $? "the desktop file is valid"
else
  echo "ok 1 # SKIP desktop-file-validate is not installed"
fi

# Each kind of file that we open has a kind that the desktop file names, in a database of its own.
if command -v update-mime-database >/dev/null && command -v gio >/dev/null; then
  folder=$(mktemp -d) || exit 1
  mkdir -p "$folder/mime/packages"
  cp "$mime" "$folder/mime/packages/"
  XDG_DATA_HOME="$folder" update-mime-database "$folder/mime" >&2
  result 2 $? "the MIME types are well written"
  bad=0
  for pair in mine.scenario=application/x-handshake-scenario a.pcap=application/vnd.tcpdump.pcap \
    b.pcapng=application/x-pcapng; do
    name=${pair%%=*}
    type=${pair#*=}
    printf '[Scenario]\nTitle=T\n' >"$folder/$name"
    found=$(XDG_DATA_HOME="$folder" XDG_DATA_DIRS="$folder" gio info -a standard::content-type "$folder/$name")
    case $found in *"$type"*) ;; *) echo "# $name: $found" >&2; bad=1 ;; esac
    grep -q "^MimeType=.*$type;" "$desktop" || { echo "# $type is not in the desktop file" >&2; bad=1; }
  done
  result 3 $bad "a double click on a scenario or a capture opens it with us"
  rm -rf "$folder"
else
  echo "ok 2 # SKIP update-mime-database or gio is not installed"
  echo "ok 3 # SKIP update-mime-database or gio is not installed"
fi
exit $status
