# Sourced by ./test, ./stator and .ci/run: finds the .NET 10 SDK, and builds under one lock.
# Expects $root, the folder of orleans.sln.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

lock=$root/.artifacts/build.lock

# Whether the dotnet on PATH has an SDK 10; without output.
has_sdk() {
  command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'
}

require_sdk() {
  has_sdk && return
  local place
  for place in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet"; do
    if [[ -n $place && -x $place/dotnet ]] && "$place/dotnet" --list-sdks 2>/dev/null | grep -q '^10\.'; then
      echo "error: there is no .NET 10 SDK on PATH, but there is one in $place." >&2
      echo "       Run: export DOTNET_ROOT=\"$place\" PATH=\"$place:\$PATH\"" >&2
      exit 1
    fi
  done
  echo "error: there is no .NET 10 SDK on PATH." >&2
  echo "       Install it from https://dotnet.microsoft.com/download/dotnet/10.0, or run:" >&2
  echo "       curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 && export PATH=\"\$HOME/.dotnet:\$PATH\"" >&2
  exit 1
}

# Takes the build lock on descriptor 9 until the script ends or calls unlock_build.
lock_build() {
  mkdir -p "$root/.artifacts"
  exec 9>"$lock"
  flock 9
}

unlock_build() {
  exec 9>&-
}

# build PROJECT: Release, quiet; the output is shown when it fails. The compiler server that a build leaves behind must inherit
# neither the locks (8 is that of ./test) nor our output, or both would stay open as long as it lives.
build() {
  local log status=0
  log=$(mktemp "$root/.artifacts/build.XXXXXX")
  dotnet build "$1" -c Release --nologo -v quiet -clp:NoSummary </dev/null >"$log" 2>&1 8>&- 9>&- || status=$?
  # After that line everything is said a second time.
  ((status == 0)) || sed "/^Build FAILED\.\$/q" "$log" >&2
  rm -f "$log"
  return "$status"
}

# Sets StatorCluster to false, for builds and tests alike, where the packages of Orleans cannot be restored: the projects of the cluster
# are empty then. Whoever has set it is not asked.
find_cluster() {
  [[ -z ${StatorCluster:-} ]] || return 0
  local log
  log=$(mktemp "$root/.artifacts/restore.XXXXXX")
  if ! restore tests/Grains.Tests/Grains.Tests.csproj >"$log" && lacks_orleans "$log"; then
    export StatorCluster=false
  fi
  rm -f "$log"
}

# Whether what a restore said means that only Orleans is missing. A feed that cannot be reached (NU1301) names no package; all others may
# have been restored earlier, and where they were not the build is to fail and say so.
lacks_orleans() {
  grep -qE 'NU110[123]: .*Orleans' "$1" || { grep -q 'NU1301' "$1" && StatorCluster=false restore orleans.sln >/dev/null; }
}

restore() {
  dotnet restore "$1" --nologo -v quiet </dev/null 2>&1 8>&- 9>&-
}

# Becomes a tool from source: builds it when a source is newer than the last build.
#   become PROJECT NAME ARGUMENTS…
become() {
  local project=$1 name=$2
  shift 2
  local dll=$root/src/$project/bin/Release/net10.0/$name.dll stamp=$root/.artifacts/$name.stamp
  if ! is_current; then
    require_sdk
    lock_build
    if ! is_current; then
      touch "$stamp.next"
      build "$root/src/$project/$project.csproj" || exit 1
      mv "$stamp.next" "$stamp"
    fi
    unlock_build
  fi

  command -v dotnet >/dev/null || require_sdk
  exec dotnet "$dll" "$@"
}

# The stamp is as old as the start of the last build, so an edit made during it counts. Folders count too, for what was deleted or
# renamed in them; not the project folders themselves, in which the build makes bin and obj.
is_current() {
  [[ -f $dll && -f $stamp ]] &&
    [[ -z $(find "$root/src" "$root"/Directory.*.props "$root/global.json" \( -name bin -o -name obj \) -prune -o \
      -newer "$stamp" \( -type f -o -type d -path "$root/src/*/*" \) -print -quit) ]]
}
