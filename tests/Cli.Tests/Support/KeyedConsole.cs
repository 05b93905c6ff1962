using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Stator.Cli.Tests.Support;

/// <summary>A console whose keys are pressed by a list. One key too few is an error, not a wait.</summary>
internal sealed class KeyedConsole(IAnsiConsole inner, IEnumerable<ConsoleKeyInfo> keys) : IAnsiConsole, IAnsiConsoleInput
{
    private readonly Queue<ConsoleKeyInfo> _keys = new(keys);

    public Profile Profile => inner.Profile;

    public IAnsiConsoleCursor Cursor => inner.Cursor;

    public IAnsiConsoleInput Input => this;

    public IExclusivityMode ExclusivityMode => inner.ExclusivityMode;

    public RenderPipeline Pipeline => inner.Pipeline;

    public void Clear(bool home) => inner.Clear(home);

    public void Write(IRenderable renderable) => inner.Write(renderable);

    public bool IsKeyAvailable() => _keys.Count > 0;

    public ConsoleKeyInfo? ReadKey(bool intercept) => _keys.TryDequeue(out var key) ? key : throw new InvalidOperationException("The dialogue wants another key.");

    public Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken) => Task.FromResult(ReadKey(intercept));
}

/// <summary>A screen that is never too narrow, so that lines stay whole.</summary>
internal sealed class WideOutput(TextWriter writer) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => true;

    public int Width => 400;

    public int Height => 100;

    public void SetEncoding(Encoding encoding) => ArgumentNullException.ThrowIfNull(encoding);
}
