namespace Stator.Machines.Stores;

/// <summary>Another host has the store. It may be taken over when that one is gone.</summary>
public sealed class StoreInUseException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Another host has taken the store over: this one must not write any more, and nothing it was about to write was written.</summary>
public sealed class OwnershipLostException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The store cannot take what it was given, and would not another time: nothing was written, and that is certain.</summary>
public sealed class CommitRejectedException(string message, Exception? cause = null) : Exception(message, cause);
