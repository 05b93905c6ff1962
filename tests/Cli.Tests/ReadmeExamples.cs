using Microsoft.AspNetCore.Builder;
using Stator.Embedded;
using Stator.Http;
using Stator.Interpreters;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Storage.Sqlite;

namespace Stator.Cli.Tests;

/// <summary>The C# of the README: what stands between the marks stands there to the letter, and does here what it says.</summary>
public sealed class ReadmeExamples
{
    private sealed record Light(int Presses);

    [Fact]
    public void In_memory()
    {
        var printed = new StringWriter { NewLine = "\n" };
        var output = Console.Out;
        Console.SetOut(printed);
        try
        {
            // <in-memory>
            var light = Machine.Create<Light>("light", m => m
                .Context(new Light(Presses: 0))
                .Initial("off")
                .State("off", s => s.On("PRESS", t => t.Target("on").Assign((light, _) => light with { Presses = light.Presses + 1 })))
                .State("on", s => s.Tags("bright").On("PRESS", "off").After(TimeSpan.FromSeconds(30), "off")));

            using var interpreter = new SyncInterpreter(light).Start();
            interpreter.Send("PRESS");
            Console.WriteLine($"{interpreter.Value} {interpreter.ContextAs<Light>()}"); // "on" Light { Presses = 1 }
            // </in-memory>
        }
        finally
        {
            Console.SetOut(output);
        }

        Assert.Equal("\"on\" Light { Presses = 1 }\n", printed.ToString());
    }

    [Fact]
    public async Task Durable()
    {
        var data = Directory.CreateTempSubdirectory("stator-readme-").FullName;
        var arguments = new[] { "--urls", "http://127.0.0.1:0" };
        try
        {
            // <durable>
            var builder = WebApplication.CreateBuilder(arguments);
            builder.Services.AddStator();
            builder.Services.AddSqliteStore(data);

            var app = builder.Build();
            app.MapStator();
            await app.StartAsync();
            // </durable>
            using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
            var health = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            Assert.True(health.IsSuccessStatusCode, await health.Content.ReadAsStringAsync());
            await app.DisposeAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
