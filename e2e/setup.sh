#!/bin/sh
# Gets what the tests in a browser need and Go does not bring:
#
#	setup.sh chromium          the browser
#	setup.sh chromium checks   also axe-core and the Nu HTML checker, which npm
#	                           fetches, and Java, which the checker runs on
#
# What is missing is installed from Debian (or Ubuntu) where the rights allow
# it. It never fails: the tests themselves say what is missing, and decide
# whether that is an error.
cd "$(dirname "$0")" || exit 0

# have tells whether one of some programs is there.
have() {
	for name; do
		if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
			return 0
		fi
	done
	return 1
}

# quietly shows what a command printed only if it fails.
quietly() {
	log=$(mktemp)
	if "$@" >"$log" 2>&1; then
		rm -f "$log"
		return 0
	fi
	echo "$* did not succeed:" >&2
	tail -n 20 "$log" >&2
	rm -f "$log"
	return 1
}

wanted=
for part; do
	case $part in
	chromium)
		have "${CHROME:-}" chromium google-chrome google-chrome-stable chromium-browser ||
			wanted="$wanted chromium fonts-dejavu-core"
		;;
	checks)
		have npm || wanted="$wanted npm"
		have java || wanted="$wanted default-jre-headless"
		;;
	esac
done

as_root=
if [ "$(id -u)" -eq 0 ]; then
	as_root=env
elif sudo -n true 2>/dev/null; then
	as_root="sudo env"
fi
if [ -n "$wanted" ] && [ -n "$as_root" ] && have apt-get; then
	echo "installing$wanted with apt-get"
	# shellcheck disable=SC2086 # several words are meant
	quietly $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
		quietly $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y $wanted
fi

# Packages are fetched once for each state of the lock file. The script that
# vnu-jar has for its installation would download a Java of its own.
case " $* " in
*" checks "*)
	if have npm && ! cmp -s package-lock.json node_modules/.fetched; then
		echo "fetching axe-core and vnu-jar with npm"
		if quietly npm ci --ignore-scripts --no-audit --no-fund; then
			cp package-lock.json node_modules/.fetched
		fi
	fi
	;;
esac
exit 0
