namespace Stator.Dashboard;

/// <summary>One file of the dashboard, ready to be served.</summary>
/// <param name="Name">Its name: <c>index.html</c>, or what that page refers to.</param>
/// <param name="ContentType">Its media type, with the charset where it is text.</param>
/// <param name="ETag">The hash of its content as an entity tag, in its quotes. It changes when the content does.</param>
/// <param name="Content">What is in it.</param>
public sealed record DashboardFile(string Name, string ContentType, string ETag, ReadOnlyMemory<byte> Content);
