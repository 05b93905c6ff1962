using Stator.Grains.Abstractions;
using Stator.Machines;

namespace Stator.Grains.Tests.Wire;

/// <summary>Orleans writes messages that it drops into the log, answers and all: that must neither fail nor tell what is in them.</summary>
public sealed class AnswerTests
{
    [Fact]
    public void ARefusalIsWrittenAsItsCode() =>
        Assert.Equal("refused: unknown_instance", Answer.Refused<Receipt>(new(RequestFaultCode.UnknownInstance, "There is no instance 'k'.")).ToString());

    [Fact]
    public void AValueIsWrittenAsItsKind() => Assert.Equal("String", Answer.Of("secret").ToString());

    [Fact]
    public void WhoMustAskAgainIsToldSo() => Assert.Equal("must be asked again", new Answer<Receipt> { MustAskAgain = true }.ToString());
}
