using System.Diagnostics;
using Npgsql;

namespace Stator.Torture.Processes;

/// <summary>
/// A PostgreSQL server to try things on: the one that STATOR_TEST_POSTGRES names, or one of their own, in a temporary directory, from the
/// binaries of the system. It ends with the process that started it, also when that is killed: a shell holds it, and puts it away when its input ends.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Variable = "STATOR_TEST_POSTGRES";

    private const string Watch = """
        trap '' INT TERM HUP
        directory=$(mktemp -d /tmp/stator-postgres-XXXXXX)
        run() { "$bin/pg_ctl" --pgdata "$directory/data" "$@" >>"$directory/control.log" 2>&1 </dev/null; }
        start() { run --wait --timeout 120 --log "$directory/server.log" --options "-k $directory -c listen_addresses='' $settings" start; }
        stop() { run --wait --mode immediate stop; }
        if "$bin/initdb" --pgdata "$directory/data" --username stator --auth trust --encoding UTF8 --locale C --no-sync >"$directory/control.log" 2>&1 && start; then
          echo "$directory"
          while read -r order; do
            if "$order"; then echo done; else echo failed; fi
          done
        else
          echo "failed: $(tail -n 3 "$directory/control.log" "$directory/server.log" 2>/dev/null | tr '\n' ' ')"
        fi
        stop
        rm -rf "$directory"
        """;

    private static readonly Lazy<Task<PostgresServer>> LazyShared = new(() => Named is null ? StartOwnAsync() : Task.FromResult(new PostgresServer(Named, null)));
    private static readonly string? Named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    private readonly Process? _watch;
    private readonly string _connectionString;
    private int _databases;

    private PostgresServer(string connectionString, Process? watch)
    {
        _connectionString = connectionString;
        _watch = watch;
    }

    /// <summary>Why there is none, and how to get one; null where there is one.</summary>
    public static string? WhyNone { get; } = Named is not null || Binaries() is not null
        ? null
        : $"There is no PostgreSQL here. Install it (apt-get install postgresql), or name a server: {Variable}='Host=…;Username=…;Password=…'.";

    /// <summary>Whether it is somebody else's, and not to be stopped.</summary>
    public static bool IsNamed => Named is not null;

    /// <summary>The server that all tests of this run share.</summary>
    public static Task<PostgresServer> Shared => LazyShared.Value;

    /// <summary>A server of one's own, which may be stopped and started again. It is never the one that is named.</summary>
    /// <param name="settings">Further settings, as <c>-c name=value</c>.</param>
    public static async Task<PostgresServer> StartOwnAsync(string settings = "-c fsync=off -c full_page_writes=off -c max_connections=200")
    {
        var bin = Binaries() ?? throw new InvalidOperationException("There are no PostgreSQL binaries on PATH or under /usr/lib/postgresql.");
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        string[] become = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        foreach (var word in (IEnumerable<string>)[.. become, "sh", "-c", $"bin={bin}; settings='{settings}'\n{Watch}"])
        {
            start.ArgumentList.Add(word);
        }

        var watch = Process.Start(start)!;
        var directory = await watch.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        if (directory?.StartsWith('/') != true)
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {directory}");
        }

        return new($"Host={directory};Username=stator", watch);
    }

    /// <summary>A new and empty database, by its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"stator_test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await RunAsync($"CREATE DATABASE {name}").ConfigureAwait(false);
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Removes a database, whoever still uses it.</summary>
    public Task DropDatabaseAsync(string connectionString) =>
        RunAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    /// <summary>Ends the server at once, as a crash does.</summary>
    public Task StopAsync() => OrderAsync("stop");

    /// <summary>Brings it back.</summary>
    public Task StartAsync() => OrderAsync("start");

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            _watch.StandardInput.Close();
            await _watch.WaitForExitAsync().ConfigureAwait(false);
            _watch.Dispose();
        }
    }

    private static string? Binaries()
    {
        string[] installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return path.Concat(installed.OrderDescending(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")))
            .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "pg_ctl")));
    }

    private async Task RunAsync(string text)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString)
        {
            Database = Named is null ? "postgres" : new NpgsqlConnectionStringBuilder(_connectionString).Database,
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private async Task OrderAsync(string order)
    {
        await _watch!.StandardInput.WriteLineAsync(order).ConfigureAwait(false);
        await _watch.StandardInput.FlushAsync().ConfigureAwait(false);
        if (await _watch.StandardOutput.ReadLineAsync().ConfigureAwait(false) is not "done" and var answer)
        {
            throw new InvalidOperationException($"PostgreSQL did not do as it was told ('{order}'): {answer}");
        }
    }
}
