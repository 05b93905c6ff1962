namespace Stator.Grains.Abstractions;

/// <summary>The published versions of one machine; its key is the machine's id. All publishing of a machine goes through it, one after the other.</summary>
[Alias("stator.IDefinitionGrain")]
public interface IDefinitionGrain : IGrainWithStringKey
{
    /// <summary>Publishes a document, as JSON in UTF-8.</summary>
    [Alias("publish")]
    Task<Answer<PublishReceipt>> PublishAsync(byte[] document);

    /// <summary>The newest version; null where nothing is published. What a silo remembers may be older.</summary>
    [Alias("newest")]
    Task<string?> GetNewestAsync();
}
