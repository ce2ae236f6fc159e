# Runs a private PostgreSQL in directory $1 with the binaries of $2 until standard input ends, which it does when
# the test binary closes it or dies in whatever way. Prints "ready" when the server accepts connections.
dir=$1
PATH=$2:$PATH
export PATH LC_ALL=C
cd "$dir" || exit 1

finish() {
	[ "$1" = 0 ] || tail -n 20 log >&2
	cd /
	rm -rf "$dir"
	exit "$1"
}

initdb -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >log 2>&1 || finish 1
# Nothing here outlives the tests, so nothing need reach the disk.
cat >>data/postgresql.conf <<END
listen_addresses = ''
unix_socket_directories = '$dir'
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 200
END
pg_ctl -D data -l log -w -t 60 start >>log 2>&1 || finish 1
echo ready
cat >/dev/null
pg_ctl -D data -m immediate -w stop >>log 2>&1
finish 0
