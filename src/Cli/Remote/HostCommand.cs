using System.CommandLine;
using Stator.Cli.Commands;
using Stator.Cli.Documents;
using Stator.Http.Client;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Cli.Remote;

/// <summary>A command that asks a running host. All have the same options for where it is and who asks.</summary>
internal abstract class HostCommand : ToolCommand
{
    private const string UrlVariable = "STATOR_URL";
    private const string KeyVariable = "STATOR_API_KEY";

    private readonly Option<string?> _url = new("--url")
    {
        Description = $"Where the host is. By default what {UrlVariable} says, else {ServeOptions.DefaultUrls}.", HelpName = "URL",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = $"The API key to call with. By default what {KeyVariable} says; there nobody reads it in a list of processes.", HelpName = "KEY",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, for a program to read." };

    protected HostCommand(Terminal terminal, string name, string description)
        : base(name, description)
    {
        Terminal = terminal;
        Options.Add(_url);
        Options.Add(_key);
        Options.Add(_json);
        SetAction(InvokeAsync);
    }

    protected Terminal Terminal { get; }

    /// <summary>The arguments that name an instance.</summary>
    protected static (Argument<string> Machine, Argument<string> Key) AddressArguments() =>
        (new("MACHINE") { Description = "The machine's id." }, new("KEY") { Description = "The key of the instance." });

    protected abstract Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation);

    /// <summary>Prints a result: as JSON where that is asked for, else as lines.</summary>
    protected void Print(ParseResult parsed, Func<Value> json, Func<IEnumerable<string>> lines)
    {
        if (IsJson(parsed))
        {
            Terminal.Out.WriteLine(PrettyJson.Write(json()));
            return;
        }

        foreach (var line in lines())
        {
            Terminal.Out.WriteLine(line);
        }
    }

    protected bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var url = parsed.GetValue(_url) ?? Terminal.Environment(UrlVariable) ?? ServeOptions.DefaultUrls;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new UserErrorException($"'{url}' is no address of a host. Write it as {ServeOptions.DefaultUrls}.");
        }

        using var client = new StatorHttpClient(new()
        {
            Url = uri,
            ApiKey = parsed.GetValue(_key) ?? Terminal.Environment(KeyVariable),

            // Somebody waits at the terminal: a few seconds of patience, not half a minute.
            MaxAttempts = 4,
            MaxRetryInterval = TimeSpan.FromSeconds(2),
            Time = Terminal.Clock,
        });
        try
        {
            return await RunAsync(client, parsed, cancellation);
        }
        catch (RequestRefusedException e)
        {
            Terminal.Error.WriteLine($"error: {e.Fault.Message}");
            foreach (var diagnostic in e.Fault.Diagnostics)
            {
                Terminal.Error.WriteLine($"  {diagnostic}");
            }

            if (e.Fault.Code == RequestFaultCode.AuthenticationRequired)
            {
                Terminal.Error.WriteLine($"Give the key with --key, or in {KeyVariable}.");
            }

            return ExitCode.Failed;
        }
        catch (StatorHostException e)
        {
            throw new UserErrorException($"{e.Message} Start one with 'stator serve', or name another one with --url.", e);
        }
    }
}
