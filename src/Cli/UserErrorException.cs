namespace Stator.Cli;

/// <summary>The command cannot run as it was asked to. The message is one line and says what to do instead.</summary>
internal sealed class UserErrorException(string message, Exception? inner = null) : Exception(message, inner);
