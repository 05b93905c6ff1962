namespace Stator.Checking.Evidence;

/// <summary>Writes a journal while a load runs. Safe for several threads: the order of the lines is the order of the calls.</summary>
public sealed class JournalWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file;
    private bool _isClosed;

    /// <summary>A new journal; one that is there already is overwritten.</summary>
    public JournalWriter(string path)
    {
        Path = path;
        _file = new(path, append: false);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>How many lines there are.</summary>
    public long Lines { get; private set; }

    /// <summary>Writes a line. What is seen after the journal was closed is nobody's evidence any more.</summary>
    public void Write(JournalLine line)
    {
        var text = JournalText.Write(line);
        lock (_lock)
        {
            if (!_isClosed)
            {
                _file.WriteLine(text);
                Lines++;
            }
        }
    }

    /// <summary>Writes what is still in memory, and ends the journal.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _file.Dispose();
            }
        }
    }
}
