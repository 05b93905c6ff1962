using Npgsql;

namespace Stator.Storage.Postgres.Commits;

/// <summary>A connection of the pool for whoever writes again and again, opened when it is first needed. Not safe for several threads.</summary>
internal sealed class KeptConnection(Connections connections) : IDisposable
{
    private NpgsqlConnection? _connection;
    private int _generation;

    /// <summary>Writes, once. Whatever goes wrong, the next one begins with another connection.</summary>
    /// <param name="write">One transaction.</param>
    /// <param name="cancellation">Ends the waiting for a connection.</param>
    public T Write<T>(Func<NpgsqlConnection, T> write, CancellationToken cancellation)
    {
        try
        {
            return write(Current(cancellation));
        }
        catch (Exception e)
        {
            Dispose();
            connections.DropIfBroken(e);
            throw;
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private NpgsqlConnection Current(CancellationToken cancellation)
    {
        var generation = connections.Generation;
        if (_generation != generation)
        {
            Dispose();
        }

        _generation = generation;
        return _connection ??= connections.Open(cancellation);
    }
}
