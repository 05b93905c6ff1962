using PaymentProvider;

// A payment provider to try machines against, on its own:
//
//   dotnet run --project samples/PaymentProvider -- --urls http://127.0.0.1:8090 --fail-rate 0.3
var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

var app = builder.Build();
app.MapPaymentProvider(failRate: app.Configuration.GetValue("fail-rate", 0.0));
app.Run();
