namespace Stator.Machines.Stores.Sql;

/// <summary>The tables of a database are of a form that this version of Stator cannot work with; nothing was changed.</summary>
public sealed class StoreFormException(string message) : InvalidOperationException(message);
