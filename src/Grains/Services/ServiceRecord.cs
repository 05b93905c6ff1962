using Stator.Machines.Stores;

namespace Stator.Grains.Services;

/// <summary>What is kept of an invocation besides what its instance keeps: how far it has come. Nothing is written before a first failure.</summary>
[GenerateSerializer, Alias("stator.ServiceRecord")]
public sealed class ServiceRecord
{
    /// <summary>How far; null where nothing was written.</summary>
    [Id(0)]
    public InvocationProgress? Progress { get; set; }
}
