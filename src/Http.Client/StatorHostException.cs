namespace Stator.Http.Client;

/// <summary>
/// The host cannot be reached, or what answers is no host of Stator. Unlike a refusal this leaves open whether a request was applied: sent again under
/// the same event id, it is not applied twice.
/// </summary>
public sealed class StatorHostException(string message, Exception? cause = null) : Exception(message, cause);
