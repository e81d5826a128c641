/** The least that a server like this one imports: what `bench-start.ts` compares with. */
import express from 'express';
import hnswlib from 'hnswlib-node';
import { z } from 'zod';

process.stdout.write(`${typeof express} ${typeof hnswlib} ${typeof z}\n`);
