#!/bin/sh
# The page tests drive Debian's Chromium. Install it where we may, else say what to do.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
echo "installing Chromium for the page tests" >&2
if [ "$(id -u)" = 0 ]; then run=""; elif sudo -n true 2>/dev/null; then run="sudo"; else
    echo "error: no Chromium found. Install it (apt-get install chromium fonts-noto-cjk) and run make test again." >&2
    exit 1
fi
$run apt-get update -qq
$run apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
