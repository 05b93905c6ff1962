global using Orleans;
global using Stator.Grains.Abstractions;
global using Stator.Machines;
