using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Authoring;

/// <summary>Builds machines in C#. What is built is the JSON document, read by the same parser as any other.</summary>
public static class Machine
{
    /// <summary>Builds a machine.</summary>
    /// <typeparam name="TContext">The context, written and read by <see cref="TypedValues"/>; <see cref="Value"/> for none in particular.</typeparam>
    /// <param name="id">The machine's id.</param>
    /// <param name="build">Says what it is like.</param>
    /// <param name="options">Limits, and expression languages besides CEL.</param>
    /// <exception cref="InvalidMachineException">The machine has errors; their places are JSON pointers into its document.</exception>
    public static Machine<TContext> Create<TContext>(string id, Action<MachineBuilder<TContext>> build, ParseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        var builder = new MachineBuilder<TContext>(id);
        build(builder);
        return new(builder, options);
    }
}

/// <summary>A machine built in C#.</summary>
/// <typeparam name="TContext">Its context.</typeparam>
public sealed class Machine<TContext>
{
    private readonly InlineLogic _inline;

    internal Machine(MachineBuilder<TContext> builder, ParseOptions? options)
    {
        _inline = builder.Inline;
        Document = builder.Document;
        var parsed = MachineParser.Parse(Document, options);
        var definition = parsed.Required;
        var diagnostics = new Diagnostics(ParseOptions.Default);
        Definition = definition.With(LogicResolution.Resolve(definition, _inline.Logic, diagnostics));
        Diagnostics = parsed.Diagnostics.AddRange(diagnostics.ToImmutable());
        if (diagnostics.HasErrors)
        {
            throw new InvalidMachineException(Diagnostics);
        }
    }

    /// <summary>The machine, with its inline lambdas bound. Names that stand for other code are still to be bound.</summary>
    public MachineDefinition Definition { get; }

    /// <summary>The machine's document. Inline lambdas stand in it under names made up for them.</summary>
    public Value Document { get; }

    /// <summary>Warnings about the machine.</summary>
    public System.Collections.Immutable.ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The machine itself, so that it may stand where one is wanted.</summary>
    public static implicit operator MachineDefinition(Machine<TContext> machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Definition;
    }

    /// <summary>The machine with code bound to its names, besides its inline lambdas.</summary>
    /// <exception cref="InvalidMachineException">A name is bound to nothing, is ambiguous, or meets code that does not fit.</exception>
    public MachineDefinition Bind(MachineLogic logic) => Definition.Bind(logic);

    /// <summary>The machine as JSON text, which any other reader of machines understands.</summary>
    /// <exception cref="InvalidOperationException">The machine holds inline lambdas; the message names them.</exception>
    public string ToJson() => _inline.WhyNotJson(Document) is { } reason ? throw new InvalidOperationException(reason) : Document.ToString();
}
