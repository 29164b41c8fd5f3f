using ReportWorker.Jobs;
using ReportWorker.Reports;
using ReportWorker.Storage;

using TaskData;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHealthChecks();
builder.Services.AddTasksDatabase(builder.Configuration);
builder.Services.AddReportStorage(builder.Configuration);
builder.Services.AddScoped<ReportMaker>();
builder.Services.AddJobs(builder.Configuration);
builder.Services.AddTelemetry(builder.Configuration, "report-worker");
DatabaseSpans.Add(builder.Services);

var app = builder.Build();

app.MapHealthChecks("/health");
app.MapJobs();

await app.RunAsync();
