using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stator.Embedded;
using Stator.Embedded.Hosting;
using Stator.Http;
using Stator.Http.Security;
using Stator.Machines;

namespace Stator.Cli.Commands;

/// <summary>How <c>stator serve</c> was called.</summary>
/// <param name="Store">Where instances are kept.</param>
/// <param name="Urls">Where to listen; several are separated by semicolons.</param>
/// <param name="DefinitionsDirectory">Machines to publish at the start and when they change; null for none.</param>
/// <param name="Out">What there is to try.</param>
/// <param name="Error">Why it does not serve.</param>
internal sealed record ServeOptions(StoreChoice Store, string Urls, string? DefinitionsDirectory, TextWriter Out, TextWriter Error)
{
    public const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>Who may call; null where only this machine may.</summary>
    public StatorSecurityOptions? Security { get; init; }

    /// <summary>Whether it waits while another host has the store, and takes over when that one is gone.</summary>
    public bool IsStandby { get; init; }
}

/// <summary>The host behind <c>stator serve</c>: durable instances, behind HTTP, until it is told to end.</summary>
internal static class ServeHost
{
    public static async Task<int> RunAsync(ServeOptions options, CancellationToken cancellation)
    {
        if (ListenAddresses.Refuse(options.Urls, options.Security is not null) is { } refusal)
        {
            return Fail(options, refusal);
        }

        if (options.DefinitionsDirectory is { } folder && !Directory.Exists(folder))
        {
            return Fail(options, $"The definitions directory '{folder}' does not exist. Make it, or name another one.");
        }

        await using var app = Build(options);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (options.IsStandby && cancellation.IsCancellationRequested)
        {
            // It was told to end while it waited.
            return ExitCode.Ok;
        }
        catch (Exception e) when (options.Store.Explain(e) is not null)
        {
            return Fail(options, options.Store.Explain(e)!);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return Fail(options, $"{e.Message} Stop what listens there, or choose another address with --urls.");
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or SocketException or UnauthorizedAccessException)
        {
            return Fail(options, $"It cannot start with --urls {options.Urls}: {e.Message.ReplaceLineEndings(" ")} Try --urls {ServeOptions.DefaultUrls}.");
        }

        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await ServeGreeting.WriteAsync(options, url, app.Services.GetRequiredService<IMachineClient>().Definitions, cancellation).ConfigureAwait(false);
        await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    /// <summary>Takes nothing from the environment: what it does is what it was called with.</summary>
    private static WebApplication Build(ServeOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(HttpLimits.Apply).UseUrls(options.Urls);
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);

        // The framework would make a log scope and an activity for each request, which nobody reads.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // A host that cannot start says why in one line, below; not with a stack.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);

        // Logs go where errors go; the standard output is for what there is to try.
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        options.Store.AddTo(builder.Services);
        builder.Services.AddStator(stator => stator.WaitsForOwnership = options.IsStandby);
        if (options.Security is { } security)
        {
            builder.Services.AddStatorSecurity(security);
        }

        if (options.DefinitionsDirectory is { } folder)
        {
            builder.Services.AddDefinitionFolder(new(Path.GetFullPath(folder)));
        }
        else
        {
            // A sample never stands in the way of a machine of the same name.
            builder.Services.AddDefinitionFolder(new(Path.Combine(AppContext.BaseDirectory, "samples"), IsWatched: false, OnlyUnknown: true));
        }

        var app = builder.Build();
        app.UseStatorProblems();
        app.MapStator();
        return app;
    }

    private static int Fail(ServeOptions options, string why)
    {
        options.Error.WriteLine($"error: {why}");
        return ExitCode.Usage;
    }
}
