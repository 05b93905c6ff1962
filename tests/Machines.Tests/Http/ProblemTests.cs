using System.Reflection;
using Stator.Http;

namespace Stator.Machines.Tests.Http;

/// <summary>Every reason for which a request may be refused has a status of its own kind.</summary>
public sealed class ProblemTests
{
    [Fact]
    public void NoRefusalIsTakenForAnErrorOfTheHost()
    {
        var codes = typeof(RequestFaultCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToList();

        Assert.True(codes.Count > 25);
        Assert.All(codes.Where(c => c != RequestFaultCode.InternalError), c => Assert.True(Problems.StatusOf(c) is (>= 400 and < 500) or 503, c));
        Assert.Equal(500, Problems.StatusOf(RequestFaultCode.InternalError));
    }

    [Theory]
    [InlineData(RequestFaultCode.WaitTimeout, 408)]
    [InlineData(RequestFaultCode.WaitImpossible, 412)]
    [InlineData(RequestFaultCode.AlreadySettled, 409)]
    [InlineData(RequestFaultCode.NotOwner, 503)]
    [InlineData(RequestFaultCode.Forbidden, 403)]
    [InlineData(RequestFaultCode.AuthenticationRequired, 401)]
    [InlineData(RequestFaultCode.UnknownSequence, 404)]
    [InlineData(RequestFaultCode.InvalidContext, 422)]
    public void ACodeKeepsItsStatus(string code, int status) => Assert.Equal(status, Problems.StatusOf(code));
}
