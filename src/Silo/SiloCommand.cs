using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Stator.Http;
using Stator.Http.Security;
using Stator.Storage.Postgres;

namespace Stator.Silo;

/// <summary>The command line of a silo. Every option can be given as an environment variable as well, which is how containers are told.</summary>
internal static class SiloCommand
{
    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = "The PostgreSQL database of the cluster: Host=…;Database=…;Username=…. Without one the silo is on its own and keeps everything in memory.",
        HelpName = "DATABASE", DefaultValueFactory = _ => Of("STATOR_CONNECTION"),
    };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to serve HTTP.", HelpName = "URL", DefaultValueFactory = _ => Of("STATOR_URLS") ?? "http://127.0.0.1:8080",
    };

    private static readonly Option<string> Address = new("--address")
    {
        Description = "The address at which other silos reach this one.", HelpName = "IP", DefaultValueFactory = _ => Of("STATOR_ADDRESS") ?? "127.0.0.1",
    };

    private static readonly Option<int> SiloPort = new("--silo-port")
    {
        Description = "The port for other silos.", HelpName = "PORT", DefaultValueFactory = result => Number(result, "STATOR_SILO_PORT", 11111),
    };

    private static readonly Option<int> GatewayPort = new("--gateway-port")
    {
        Description = "The port for clients of the cluster.", HelpName = "PORT", DefaultValueFactory = result => Number(result, "STATOR_GATEWAY_PORT", 30000),
    };

    private static readonly Option<string> Cluster = new("--cluster")
    {
        Description = "Silos of the same name and database find each other.", HelpName = "NAME", DefaultValueFactory = _ => Of("STATOR_CLUSTER") ?? "stator",
    };

    private static readonly Option<string> Storage = new("--storage")
    {
        Description = "How instances are kept: 'rows' of Stator's tables, or whole records by Orleans' 'adonet' grain storage.",
        HelpName = "STORAGE", DefaultValueFactory = _ => Of("STATOR_STORAGE") ?? "rows",
    };

    private static readonly Option<bool> NoMigrate = new("--no-migrate")
    {
        Description = "Leave the tables as they are; 'stator db migrate' brings them up to date.", DefaultValueFactory = result => Flag(result, "STATOR_NO_MIGRATE"),
    };

    private static readonly Option<string?> Definitions = new("--definitions")
    {
        Description = "A folder whose *.machine.json are published, now and when they change.", HelpName = "DIR", DefaultValueFactory = _ => Of("STATOR_DEFINITIONS"),
    };

    private static readonly Option<string?> Auth = new("--auth")
    {
        Description = "Who may call, as JSON; 'stator key new' makes keys. With it other machines may call too.", HelpName = "FILE", DefaultValueFactory = _ => Of("STATOR_AUTH"),
    };

    private static readonly Option<string?> Telemetry = new("--telemetry")
    {
        Description = "Where traces and figures are sent (OTLP over gRPC).", HelpName = "URL", DefaultValueFactory = _ => Of("OTEL_EXPORTER_OTLP_ENDPOINT"),
    };

    private static readonly Option<int> Drain = new("--drain")
    {
        Description = "Seconds that a silo which is told to end still serves while it says that it is not ready.", HelpName = "SECONDS", DefaultValueFactory = result => Number(result, "STATOR_DRAIN", 0),
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("""
            A silo: durable instances as Orleans grains, behind the same HTTP interface as 'stator serve'.

            On its own, in memory:        stator-silo
            Three of a cluster, on one machine:
              stator-silo --connection 'Host=localhost;Database=stator;Username=stator' --urls http://127.0.0.1:8081 --silo-port 11111 --gateway-port 30001
              stator-silo --connection …  --urls http://127.0.0.1:8082 --silo-port 11112 --gateway-port 30002
              stator-silo --connection …  --urls http://127.0.0.1:8083 --silo-port 11113 --gateway-port 30003

            Each option is also read from the environment: STATOR_CONNECTION, STATOR_URLS, STATOR_ADDRESS, STATOR_SILO_PORT, STATOR_GATEWAY_PORT,
            STATOR_CLUSTER, STATOR_STORAGE, STATOR_NO_MIGRATE (true or false), STATOR_DEFINITIONS, STATOR_AUTH, STATOR_DRAIN, OTEL_EXPORTER_OTLP_ENDPOINT.
            """)
        {
            Connection, Urls, Address, SiloPort, GatewayPort, Cluster, Storage, NoMigrate, Definitions, Auth, Telemetry, Drain,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            return await SiloHost.RunAsync(Read(parsed), cancellation).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}").ConfigureAwait(false);
            return SiloHost.UsageError;
        }
    }

    /// <exception cref="FormatException">An option makes no sense.</exception>
    private static SiloOptions Read(ParseResult parsed)
    {
        var security = parsed.GetValue(Auth) is { } file ? ReadSecurity(file) : null;
        var urls = parsed.GetRequiredValue(Urls);
        if (ListenAddresses.Refuse(urls, security is not null) is { } refusal)
        {
            throw new FormatException(refusal);
        }

        var definitions = parsed.GetValue(Definitions);
        return new()
        {
            Connection = parsed.GetValue(Connection) is { } connection ? Usable(connection) : null,
            Urls = urls,
            Address = IPAddress.TryParse(parsed.GetRequiredValue(Address), out var address)
                ? address
                : throw new FormatException($"--address '{parsed.GetValue(Address)}' is no IP address. Give the one at which other silos reach this machine."),
            SiloPort = parsed.GetRequiredValue(SiloPort),
            GatewayPort = parsed.GetRequiredValue(GatewayPort),
            Cluster = parsed.GetRequiredValue(Cluster),
            Storage = parsed.GetRequiredValue(Storage) switch
            {
                "rows" => SiloStorage.Rows,
                "adonet" => SiloStorage.AdoNet,
                var other => throw new FormatException($"There is no storage '{other}'. Choose --storage rows or --storage adonet."),
            },
            MigratesOnStart = !parsed.GetValue(NoMigrate),
            Definitions = definitions is null || Directory.Exists(definitions)
                ? definitions
                : throw new FormatException($"The definitions directory '{definitions}' does not exist. Make it, or name another one."),
            Security = security,
            Telemetry = parsed.GetValue(Telemetry) is not { } target ? null : Uri.TryCreate(target, UriKind.Absolute, out var url)
                ? url
                : throw new FormatException($"--telemetry '{target}' is no URL. Give it as http://collector:4317."),
            Drain = parsed.GetRequiredValue(Drain) is >= 0 and var seconds
                ? TimeSpan.FromSeconds(seconds)
                : throw new FormatException("--drain is no time to wait. Give whole seconds, 0 or more."),
        };
    }

    private static string Usable(string connection)
    {
        try
        {
            ConnectionSettings.Of(connection);
            return connection;
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"--connection cannot be used. {e.Message}", e);
        }
    }

    private static StatorSecurityOptions ReadSecurity(string file)
    {
        try
        {
            var options = new StatorSecurityOptions();
            SecurityFile.Read(File.ReadAllBytes(file), options);
            return options;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"'{file}' does not say who may call: {e.Message}", e);
        }
    }

    private static string? Of(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static int Number(ArgumentResult result, string variable, int otherwise)
    {
        if (Of(variable) is not { } text)
        {
            return otherwise;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            result.AddError($"{variable} is '{text}', which is no whole number. Give digits only, without a unit, as in {variable}={otherwise}.");
        }

        return number;
    }

    private static bool Flag(ArgumentResult result, string variable)
    {
        switch (Of(variable)?.ToUpperInvariant())
        {
            case "1" or "TRUE":
                return true;
            case null or "0" or "FALSE":
                return false;
            case var other:
                result.AddError($"{variable} is '{other}', which is neither yes nor no. Give {variable}=true or {variable}=false.");
                return false;
        }
    }
}
