using System.CommandLine;
using Stator.Http.Security;

namespace Stator.Cli.Commands;

/// <summary><c>stator key</c>: API keys for <c>serve --auth</c>.</summary>
internal sealed class KeyCommand : ToolCommand
{
    public KeyCommand(Terminal terminal)
        : base("key", "API keys for 'stator serve --auth'.") => Subcommands.Add(new NewKeyCommand(terminal));

    public override IReadOnlyList<Example> Examples => [];
}

/// <summary><c>stator key new</c>: makes a key. It is printed once and kept nowhere.</summary>
internal sealed class NewKeyCommand : ToolCommand
{
    private readonly Terminal _terminal;

    private readonly Option<string> _name = new("--name") { Description = "Who is to hold it; the history calls them so.", HelpName = "NAME", Required = true };

    private readonly Option<string> _roles = new("--roles") { Description = "What they may do: some of read, send, operate and publish, separated by commas.", HelpName = "ROLES", Required = true };

    public NewKeyCommand(Terminal terminal)
        : base("new", "Makes a key: prints it, and the entry for the file of 'stator serve --auth', which cannot be turned back into it.")
    {
        _terminal = terminal;
        Options.Add(_name);
        Options.Add(_roles);
        SetAction(Run);
    }

    public override IReadOnlyList<Example> Examples => [new("stator key new --name ci --roles read,send", "A key for a program that looks and sends")];

    private int Run(ParseResult parsed)
    {
        var name = parsed.GetRequiredValue(_name);
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new UserErrorException("--name is empty. Name who is to hold the key, as in --name ci.");
        }

        var roles = parsed.GetRequiredValue(_roles).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Aggregate(CallerRoles.None, (all, word) => all | (
                CallerRolesText.Parse(word) ?? throw new UserErrorException($"'{word}' is no role. The roles are read, send, operate and publish.")));
        if (roles == CallerRoles.None)
        {
            throw new UserErrorException("--roles names none. The roles are read, send, operate and publish.");
        }

        var (key, entry) = ApiKey.Create(name, roles);
        _terminal.Out.WriteLine($$"""
            The key, for {{name}}. It is shown this once and kept nowhere:

              {{key}}

            Its entry for the file of 'stator serve --auth FILE', which looks like {"keys": [ENTRY, …]}:

              {{SecurityFile.EntryOf(entry)}}
            """);
        return ExitCode.Ok;
    }
}
