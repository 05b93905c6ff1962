using System.Net;
using Stator.Http.Security;

namespace Stator.Silo;

/// <summary>How a silo keeps its instances.</summary>
internal enum SiloStorage
{
    /// <summary>As rows of Stator's tables; the turns of all grains of the silo share transactions.</summary>
    Rows,

    /// <summary>As whole records, by Orleans' own ADO.NET grain storage.</summary>
    AdoNet,
}

/// <summary>How a silo was called.</summary>
internal sealed record SiloOptions
{
    /// <summary>The PostgreSQL database of the cluster; null for a silo on its own that keeps everything in memory.</summary>
    public string? Connection { get; init; }

    /// <summary>Where HTTP is served.</summary>
    public required string Urls { get; init; }

    /// <summary>Where other silos reach this one.</summary>
    public required IPAddress Address { get; init; }

    public required int SiloPort { get; init; }

    public required int GatewayPort { get; init; }

    /// <summary>Silos of the same name find each other.</summary>
    public required string Cluster { get; init; }

    public SiloStorage Storage { get; init; }

    /// <summary>Whether the silo brings the tables up to date itself.</summary>
    public bool MigratesOnStart { get; init; } = true;

    /// <summary>A folder of machines to publish; null for none.</summary>
    public string? Definitions { get; init; }

    /// <summary>Who may call; null where only this machine may.</summary>
    public StatorSecurityOptions? Security { get; init; }

    /// <summary>Where traces and figures are sent, by OTLP; null for nowhere.</summary>
    public Uri? Telemetry { get; init; }

    /// <summary>How long a silo that was told to end still serves, while it says that it is not ready.</summary>
    public TimeSpan Drain { get; init; }
}
