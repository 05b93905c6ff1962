namespace Stator.Http;

/// <summary>
/// When a host keeps nobody waiting any longer, where that is not as soon as it is told to end: one that drains serves a while after that.
/// </summary>
internal sealed record EndOfService(CancellationToken Token);
