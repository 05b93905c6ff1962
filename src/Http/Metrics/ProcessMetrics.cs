using System.Diagnostics;

namespace Stator.Http.Metrics;

/// <summary>What every process has: time, memory, threads, collections. The names are those that dashboards know.</summary>
internal static class ProcessMetrics
{
    public static void Write(PrometheusText text)
    {
        using var process = Process.GetCurrentProcess();
        Put("process_cpu_seconds_total", "counter", "Processor time used.", process.TotalProcessorTime.TotalSeconds);
        Put("process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0);
        Put("process_resident_memory_bytes", "gauge", "Memory that the process holds.", process.WorkingSet64);
        Put("process_num_threads", "gauge", "Threads of the process.", process.Threads.Count);
        Put("dotnet_gc_heap_bytes", "gauge", "Managed memory, what waits to be collected included.", GC.GetTotalMemory(forceFullCollection: false));
        Put("dotnet_gc_allocated_bytes_total", "counter", "Managed memory allocated since the start.", GC.GetTotalAllocatedBytes());
        text.Head("dotnet_gc_collections_total", "Collections by generation.", "counter");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Sample("dotnet_gc_collections_total", $"generation=\"{generation}\"", GC.CollectionCount(generation));
        }

        Put("dotnet_gc_pause_seconds_total", "counter", "Time that all threads were held for collections.", GC.GetTotalPauseDuration().TotalSeconds);
        Put("dotnet_threadpool_threads", "gauge", "Threads of the pool.", ThreadPool.ThreadCount);
        Put("dotnet_threadpool_queue_length", "gauge", "Work that waits for a thread of the pool.", ThreadPool.PendingWorkItemCount);

        void Put(string name, string type, string help, double value)
        {
            text.Head(name, help, type);
            text.Sample(name, "", value);
        }
    }
}
