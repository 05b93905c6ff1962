namespace Stator.Torture.Stores;

/// <summary>How a call of the store goes wrong.</summary>
internal enum CallFault
{
    /// <summary>It fails, and nothing was done.</summary>
    Before,

    /// <summary>It is done, and then reported as failed.</summary>
    After,

    /// <summary>A commit finds all its instances written by somebody else; any other call fails.</summary>
    Conflict,
}
