namespace Stator.Grains.Machines;

/// <summary>A write failed in a way that leaves open whether it was done.</summary>
internal sealed class UncertainWriteException(Exception cause) : Exception("The storage did not confirm a write.", cause);
