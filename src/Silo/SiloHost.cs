using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Stator.Client;
using Stator.Embedded;
using Stator.Embedded.Hosting;
using Stator.Http;
using Stator.Machines.Stores.Sql;

namespace Stator.Silo;

/// <summary>A silo with its HTTP interface, until it is told to end.</summary>
internal static class SiloHost
{
    public const int UsageError = 2;

    public static async Task<int> RunAsync(SiloOptions options, CancellationToken cancellation)
    {
        await using var app = Build(options);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (Explain(e, options) is { } why)
        {
            await Console.Error.WriteLineAsync($"error: {why}").ConfigureAwait(false);
            return UsageError;
        }

        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine($"""
            A silo serves {url}
            {(options.Connection is null ? "It is on its own, and its data is in memory" : $"It is of the cluster '{options.Cluster}'")}; Ctrl-C ends it.
            Dashboard: {url}/dashboard/
            """);
        await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
        return 0;
    }

    private static WebApplication Build(SiloOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(HttpLimits.Apply).UseUrls(options.Urls);
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Orleans", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.UseOrleans(silo => SiloCluster.Configure(silo, options));
        builder.Services.AddStatorClient();
        builder.Services.AddSingleton(_ => new Draining(options.Drain)).AddHostedService(services => services.GetRequiredService<Draining>());
        builder.Services.AddSingleton(services => new EndOfService(services.GetRequiredService<Draining>().Over));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMinutes(1) + options.Drain);
        if (options.Security is { } security)
        {
            builder.Services.AddStatorSecurity(security);
        }

        if (options.Telemetry is { } target)
        {
            builder.Services.AddSingleton<IHostedService>(new TelemetryExport(target, options.Cluster));
        }

        if (options.Definitions is { } folder)
        {
            builder.Services.AddDefinitionFolder(new(Path.GetFullPath(folder)));
        }
        else if (options.Connection is null)
        {
            builder.Services.AddDefinitionFolder(new(Path.Combine(AppContext.BaseDirectory, "samples"), IsWatched: false, OnlyUnknown: true));
        }

        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<Draining>().AnswerAsync);
        app.UseStatorProblems();
        app.MapStator();
        return app;
    }

    /// <summary>One line about why a silo cannot start, and what to do about it; null where it is an error of the silo itself.</summary>
    private static string? Explain(Exception e, SiloOptions options) => e switch
    {
        StoreFormException => e.Message,
        PostgresException said => $"The database cannot be used: {said.MessageText} See that --connection is right, and that this user may use the database.",
        NpgsqlException => $"The database cannot be reached: {e.Message.ReplaceLineEndings(" ")}. See that the server runs, and that --connection is right.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            $"{e.Message} Stop what listens there, or choose another address with --urls.",
        Microsoft.AspNetCore.Connections.AddressInUseException or System.Net.Sockets.SocketException =>
            $"The ports {options.SiloPort} and {options.GatewayPort} cannot be used: {e.Message}. Choose others with --silo-port and --gateway-port.",
        { InnerException: { } inner } => Explain(inner, options),
        _ => null,
    };
}
