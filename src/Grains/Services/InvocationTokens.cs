using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Machines.Stores;

namespace Stator.Grains.Services;

/// <summary>The tokens of external invocations, good in all silos: the secret behind them is in the tables.</summary>
internal sealed class InvocationTokens(IInvocationStore store)
{
    private ReadOnlyMemory<byte>? _secret;

    /// <summary>The token of an invocation; null where nobody outside completes it.</summary>
    public async Task<string?> OfAsync(InvocationRecord invocation) =>
        invocation.Source == InvocationStart.External ? InvocationToken.Of(invocation.Id, (await SecretAsync()).Span) : null;

    /// <summary>The invocation of a token.</summary>
    /// <exception cref="RequestRefusedException">It is none.</exception>
    public async Task<OutboxId> ReadAsync(string token) =>
        InvocationToken.TryRead(token, (await SecretAsync()).Span, out var id) ? id : throw new RequestRefusedException(Faults.UnknownInvocation());

    private async Task<ReadOnlyMemory<byte>> SecretAsync()
    {
        var secret = _secret ?? await StoreFaults.Of(() => store.LoadSecretAsync(InvocationToken.SecretName, CancellationToken.None));
        _secret = secret;
        return secret;
    }
}
